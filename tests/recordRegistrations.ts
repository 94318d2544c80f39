import * as pulumi from "@pulumi/pulumi";

/** What a program asked the engine to register. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A program's registrations, in the order in which they arrived, and what it answered. */
export interface Recorded<Result> {
  readonly registrations: readonly Registration[];
  readonly result: Result;
}

/**
 * Runs a program against an engine that registers everything and answers the inputs, and waits until all is registered.
 *
 * @param answers added to the outputs of a type
 */
export async function recordRegistrations<Result>(program: () => Result, answers: Readonly<Record<string, object>> = {}): Promise<Recorded<Result>> {
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registrations.push({ type, name, inputs });
      return { id: `${name}-id`, state: { ...inputs, ...answers[type] } };
    },
    call: ({ inputs }) => inputs,
  });
  const result = program();
  await pulumi.runtime.disconnect();
  return { registrations, result };
}

/** The value of an output that is known. */
export function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return (output as unknown as { promise(): Promise<Value> }).promise();
}
