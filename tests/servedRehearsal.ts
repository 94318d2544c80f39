import { startRehearsal } from "../rehearsal/startRehearsal.ts";

/** A rehearsal in a process of its own, whose memory is its own too. Argument: folder of the rehearsed Azure. Asked for it, it tells its peak and ends. */
const rehearsal = await startRehearsal({ storeFolder: process.argv[2]! });
process.on("message", () => {
  process.send!({ peakResidentKilobytes: process.resourceUsage().maxRSS }, () => void rehearsal.stop().then(() => process.exit(0)));
});
process.send!({ debugProviders: rehearsal.debugProviders });
