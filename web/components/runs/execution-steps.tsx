'use client';

import { useQuery } from '@tanstack/react-query';

import { problemText } from '#web/components/parts/problem-text.ts';
import { ApiProblem } from '#web/lib/api-problem.ts';
import { callApi } from '#web/lib/browser-api.ts';
import { useI18n } from '#web/lib/i18n.tsx';

/** The steps of a workflow execution; a missing history says so and leaves the rest of the page alone. */
export function ExecutionSteps({
  executionId,
  isRunning,
}: {
  readonly executionId: string;
  readonly isRunning: boolean;
}) {
  const { t, f } = useI18n();
  // The name is the last part of an execution's ARN.
  const name = executionId.split(':').at(-1) ?? executionId;
  const { data, error } = useQuery({
    queryKey: ['execution', name],
    queryFn: async () => await callApi('GET /executions/{name}', { params: { name } }),
    refetchInterval: isRunning ? 2_000 : false,
  });
  if (error instanceof ApiProblem && data === undefined)
    return (
      <p className="quiet small">{error.status === 404 ? t.runs.noSteps : problemText(error, t).text}</p>
    );
  if (data === undefined) return <p className="quiet small">{t.app.loading}</p>;
  const { stepColumns } = t.runs;
  return (
    <div className="scroll" style={{ maxHeight: 420 }} tabIndex={0} role="group" aria-label={t.runs.steps}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{stepColumns.at}</th>
            <th scope="col">{stepColumns.state}</th>
            <th scope="col">{stepColumns.what}</th>
            <th scope="col">{stepColumns.error}</th>
          </tr>
        </thead>
        <tbody>
          {data.steps.map((step) => (
            <tr key={step.id}>
              <td>
                <time dateTime={step.at}>{f.dateTime(step.at)}</time>
              </td>
              <td>{step.state ?? ''}</td>
              <td>{step.type}</td>
              <td>{[step.error, step.cause].filter((part) => part !== null).join(': ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
