import type { EnvironmentPlan } from "../environment/plan.ts";
import type { Clause } from "../specification/vocabulary.ts";
import { keyOf, type AnswerTo, type Question } from "./question.ts";

/** What checks are derived from: where a stack is to stand, and every resource of it. */
export type Subject = Pick<EnvironmentPlan, "azure" | "resources">;

/** One thing that has to hold in the subscription before a stack comes up. */
export interface Check {
  /** Unique in a stack, for example `provider/Microsoft.Compute`. */
  readonly id: string;
  readonly subject: string;
  /** What is asked, of Azure Resource Manager. */
  readonly questions: readonly Question[];
  /** What must hold, as words that follow the subject. */
  readonly demand: string;
  readonly clauses: readonly Clause[];
  /** How it is known that Azure demands it. */
  readonly source: string;
  /** How to mend it where nothing better is known. */
  readonly fix: string;
  /** Pure. What it needs and was not answered makes the finding unknown. */
  readonly judge: (answers: AnswersGiven) => Judgement;
}

export interface Judgement {
  readonly verdict: "holds" | "broken";
  /** What was found. */
  readonly found: string;
  /** Where what was found says more than the check does. */
  readonly fix?: string;
}

/** A check with what came of it. */
export interface Finding {
  readonly id: string;
  readonly subject: string;
  readonly demand: string;
  readonly verdict: "holds" | "broken" | "unknown";
  readonly found: string;
  readonly clauses: readonly Clause[];
  readonly source: string;
  /** Absent where nothing is to be done. */
  readonly fix?: string;
}

/** What came of a question. */
export type Outcome = { readonly kind: "answered"; readonly answer: unknown } | { readonly kind: "unanswered"; readonly reason: string };

/** What decides a check is not known: it must not pass. */
export class NotKnown extends Error {}

/** Answers by question. */
export class AnswersGiven {
  readonly #outcomes: ReadonlyMap<string, Outcome>;

  constructor(outcomes: ReadonlyMap<string, Outcome>) {
    this.#outcomes = outcomes;
  }

  /** @throws NotKnown where the question was not answered */
  to<Asked extends Question>(question: Asked): AnswerTo<Asked> {
    const outcome = this.#outcomes.get(keyOf(question));
    if (outcome?.kind === "answered") return outcome.answer as AnswerTo<Asked>;
    throw new NotKnown(outcome?.reason ?? "it was not asked");
  }
}

/** Every question of the checks, once. */
export function questionsOf(checks: readonly Check[]): readonly Question[] {
  return [...new Map(checks.flatMap(({ questions }) => questions.map((question) => [keyOf(question), question] as const))).values()];
}

/** Judges a check; what is not known never passes. */
export function judged({ judge, questions: _, ...check }: Check, answers: AnswersGiven): Finding {
  try {
    const { verdict, found, fix } = judge(answers);
    const { fix: usualFix, ...said } = check;
    return { ...said, verdict, found, ...(verdict === "holds" ? {} : { fix: fix ?? usualFix }) };
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    return { ...check, verdict: "unknown", found: error.message, fix: "see to it that it is answered, and ask again" };
  }
}

export function holds(found: string): Judgement {
  return { verdict: "holds", found };
}

export function broken(found: string, fix?: string): Judgement {
  return { verdict: "broken", found, ...(fix === undefined ? {} : { fix }) };
}
