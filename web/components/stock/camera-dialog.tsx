'use client';

import { Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import { useI18n } from '#web/lib/i18n.tsx';

/** The browser's own reader of barcodes (https://wicg.github.io/shape-detection-api/#barcode-detection-api). */
type Detector = {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
};

type Props = { readonly onCode: (code: string) => void; readonly onClose: () => void };

const betweenLooksMs = 200;

/** Looks for a barcode in what the camera shows; says so where the browser cannot. */
export function CameraDialog({ onCode, onClose }: Props) {
  const { t } = useI18n();
  const words = t.stock;
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(onCode);
  const [detector] = useState(newDetector);
  const [isRefused, setIsRefused] = useState(false);
  useEffect(() => {
    latest.current = onCode;
  });
  useEffect(() => {
    if (detector === null) return undefined;
    const stop = new AbortController();
    const look = async (): Promise<void> => {
      const code = await scan(detector, () => video.current, stop.signal);
      if (code !== null && !stop.signal.aborted) latest.current(code);
    };
    look().catch((error: unknown) => {
      // Whoever closed the dialog does not wait for the camera any more.
      if (!stop.signal.aborted && error instanceof DOMException) setIsRefused(true);
      else if (!stop.signal.aborted) throw error;
    });
    return () => stop.abort();
  }, [detector]);
  const message =
    detector === null ? words.cameraMissing : isRefused ? words.cameraRefused : words.cameraHint;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{words.cameraTitle}</strong>}
      closeButtonProps={{ 'aria-label': t.app.close }}
      transitionProps={{ duration: 0 }}
    >
      <p role="status" className="small">
        {message}
      </p>
      {detector === null || isRefused ? null : (
        <video ref={video} muted playsInline aria-hidden="true" style={{ width: '100%', marginTop: 8 }} />
      )}
    </Modal>
  );
}

/** Null where the browser has no reader, or no camera may be asked for (only secure pages may). */
function newDetector(): Detector | null {
  if (!('BarcodeDetector' in window) || !('mediaDevices' in navigator)) return null;
  // No browser's typings know it yet; the specification has this shape.
  const { BarcodeDetector } = window as unknown as { readonly BarcodeDetector: new () => Detector };
  return new BarcodeDetector();
}

/** The first code that is seen; the camera is off again afterwards. */
async function scan(
  detector: Detector,
  screen: () => HTMLVideoElement | null,
  signal: AbortSignal,
): Promise<string | null> {
  const camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    const video = screen();
    if (video === null) return null;
    video.srcObject = camera;
    await video.play();
    while (!signal.aborted) {
      const code = (await detector.detect(video))[0]?.rawValue;
      if (code !== undefined && code.trim() !== '') return code.trim();
      await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
    }
    return null;
  } finally {
    for (const track of camera.getTracks()) track.stop();
  }
}
