const paths = {
  approvals:
    'M9 5H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2h-2M9 3h6v4H9zM9 14l2 2 4-4',
  products: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.5',
  stock: 'M4 5v14M8 5v14M11 5v14M15 5v14M17 5v14M20 5v14',
  orders:
    'M5 17H3V6h11v11H9m5-8h4l3 4v4h-2M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  runs: 'M4 19h16M4 15l4-6 4 3 5-7 3 4',
  policies: 'M4 20V4m0 16h16M8 20v-6m4 6V9m4 11v-4m4-6H4',
  events: 'M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1M8 3v5m8-5v5M4 11h16',
  audit: 'M12 8v4l2 2M3.5 11a8.5 8.5 0 1 1 .9 4M3 20v-5h5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M5 20a7 7 0 0 1 14 0',
  check: 'M5 12l5 5L20 7',
  next: 'M4 12h16M14 6l6 6-6 6',
  previous: 'M20 12H4M10 6l-6 6 6 6',
} as const;

/** Name of a picture. */
export type IconName = keyof typeof paths;

/** A small picture beside a word; it says nothing of its own. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
