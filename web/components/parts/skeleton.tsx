/** Grey blocks in the place of what is being loaded. */
export function SkeletonPage({
  label,
  heights,
}: {
  readonly label: string;
  readonly heights: readonly number[];
}) {
  return (
    <div className="page" aria-busy="true">
      <p className="hidden" role="status">
        {label}
      </p>
      {heights.map((height, at) => (
        // Blocks never change places.
        <div key={at} className="skeleton" style={{ height }} />
      ))}
    </div>
  );
}
