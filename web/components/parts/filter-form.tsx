'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent, ReactNode } from 'react';

/** A form whose fields become the query of the address: a filtered list is a link that can be shared. */
export function FilterForm({
  path,
  label,
  children,
}: {
  readonly path: string;
  readonly label: string;
  readonly children: ReactNode;
}) {
  const router = useRouter();
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget))
      if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
    router.push(query.size === 0 ? path : `${path}?${query.toString()}`);
  };
  return (
    <form
      role="search"
      aria-label={label}
      className="tools"
      action={path}
      onSubmit={apply}
      onChange={(event) =>
        event.target instanceof HTMLSelectElement || isCheckbox(event.target)
          ? event.currentTarget.requestSubmit()
          : undefined
      }
    >
      {children}
    </form>
  );
}

function isCheckbox(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type === 'checkbox';
}
