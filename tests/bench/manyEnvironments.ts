import { ensureEngine } from "../../engine/cli.ts";
import { bringUpMany } from "../manyEnvironments.ts";

const [count = "40", atOnce = "9"] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await bringUpMany(await ensureEngine(), Number(count), Number(atOnce))));
