import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { expect, test } from "vitest";
import { gate } from "../../commands/gate.ts";
import { packFolder, writePackConfiguration } from "../../commands/policyConfig.ts";
import { EngineRunError } from "../../engine/workspace.ts";
import { plainText } from "../../reports/text.ts";
import { makeRepository, stackFileWith } from "../gateRepository.ts";
import { describeWithEngine } from "./describeWithEngine.ts";
import { openEnvironment } from "./openEnvironment.ts";

describeWithEngine("the engine with what the gate wrote", (engine) => {
  test("is not told what a change would have it believe: a way in stops at preview, though the change's own configuration lets it pass", async () => {
    const network = { name: "everybody", prefix: "10.128.0.0/9" };
    const file = stackFileWith("utb", "      - name: town-hall\n", `      - name: ${network.name}\n        prefix: ${network.prefix}\n      - name: town-hall\n`);
    const { folder, base, head } = makeRepository({}, { "Pulumi.utb.yaml": file });
    const environment = await openEnvironment(engine, "utb");
    try {
      const silent = () => undefined;
      const output = { result: silent, notice: silent, style: plainText, colours: pc.createColors(false), interactive: false };
      expect(await gate({ base, head, stack: ["utb"], out: join(folder, "gate"), exemptions: "exemptions/{stack}.yaml", annotations: "none" }, output)).toBe(1);
      environment.want((wanted) => {
        wanted.network.clientNetworks = [network, ...wanted.network.clientNetworks];
      });
      const preview = async (configuration: string) => {
        const told: string[] = [];
        const run = environment.stack.preview({ policyPacks: [packFolder], policyPackConfigs: [configuration], onEvent: ({ policyEvent }) => void (policyEvent?.enforcementLevel === "mandatory" && told.push(policyEvent.policyName)) });
        const failure = await run.then(() => undefined, (error: unknown) => error);
        return { told: [...new Set(told)], failure };
      };
      const own = join(folder, "own.json");
      await writePackConfiguration({ stack: "utb", file: join(head, "Pulumi.utb.yaml") }, own);
      expect(await preview(own)).toEqual({ told: [], failure: undefined });
      const { told, failure } = await preview(join(folder, "gate", "utb.policy-config.json"));
      expect(failure).toBeInstanceOf(EngineRunError);
      expect(told).toEqual(["LC001-network-is-proved"]);
      // What the gate refuses to hand on: the engine itself lets everything pass.
      const weakened = join(folder, "weakened.json");
      writeFileSync(weakened, JSON.stringify({ lifecare: "disabled" }));
      expect((await preview(weakened)).failure).toBeUndefined();
    } finally {
      await environment.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
