import { databaseFacts } from "../store/read-facts.ts";
import { hasSources } from "../store/read-sources.ts";
import type { EngineAccess } from "./access.ts";
import type { Guarded } from "./guarded.ts";

export const sessionHandlers = ({ session }: Guarded, access: EngineAccess) => ({
  get: session.get.handler(({ context: { caller } }) => {
    const { version, demo, startedAt, dataFolder, wallUrl } = access.facts();
    return {
      caller,
      version,
      demo,
      empty: !hasSources(access.db, caller.scopes),
      engineStartedAt: startedAt,
      now: access.now(),
      dataFolder: caller.permissions.includes("configure") ? dataFolder : null,
      wallUrl: caller.permissions.includes("configure") ? wallUrl : null,
    };
  }),

  setDemo: session.setDemo.handler(({ input }) => {
    const restarting = access.facts().demo !== input.demo;
    if (restarting) access.setDemo(input.demo);
    return { restarting };
  }),
});

export const healthHandlers = ({ health }: Guarded, access: EngineAccess) => ({
  get: health.get.handler(() => {
    const { queueDepth, transactionP99Ms, analysisLag, workerRestarts } = access.facts();
    return { ...databaseFacts(access.db), queueDepth, transactionP99Ms, analysisLag, workerRestarts };
  }),
});
