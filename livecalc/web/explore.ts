/** The script of the tools below a calculator, loaded when a reader opens them. */

import { Panel } from "./explore/panel.ts";
import type { ExploreGlobal } from "./explore-door.ts";

(globalThis as ExploreGlobal).livecalcExplore = (host) => new Panel(host);
