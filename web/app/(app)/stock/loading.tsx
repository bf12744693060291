import { SkeletonPage } from '#web/components/parts/skeleton.tsx';
import { locales } from '#web/lib/locales.ts';
import { requestLocale } from '#web/lib/i18n-server.ts';

export default async function Loading() {
  return (
    <SkeletonPage
      label={locales[await requestLocale()].messages.app.loading}
      heights={[36, 40, 40, 40, 40, 40, 40, 40]}
    />
  );
}
