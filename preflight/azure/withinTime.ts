/** Nobody answered in time. */
export class OutOfTime extends Error {}

/**
 * What a work comes to, if it does in time. The signal asks it to stop; a sign-in that hangs does not listen, and is left alone.
 *
 * @throws OutOfTime where it takes longer; else whatever the work throws
 */
export async function withinTime<T>(milliseconds: number, work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new OutOfTime(`no answer within ${milliseconds / 1000} s`));
      controller.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([late, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
  }
}
