import { existsSync } from "node:fs";
import type { Page } from "playwright-core";
import { startRenderer, type RendererUnderTest } from "./browser.ts";
import { aFloor, floorRouter, type Floor } from "./floor-router.ts";

export const hasChromium = existsSync(process.env.CHROMIUM ?? "/usr/bin/chromium");

export type FloorStand = Pick<RendererUnderTest, "engine" | "close"> & {
  floor: Floor;
  /** A fresh profile at an address of the built renderer. What its pages throw or log as errors is gathered in `errors`. */
  open(hash: string, size?: { width: number; height: number }, theme?: string): Promise<Page>;
  errors: string[][];
};

/** The built renderer before the fake engine with a whole floor behind it, in a real browser. */
export async function aFloorStand(): Promise<FloorStand> {
  const floor = aFloor(Date.now());
  const { engine, open, close } = await startRenderer(floorRouter(floor));
  const errors: string[][] = [];
  return {
    engine,
    floor,
    errors,
    close,
    open: async (hash, size, theme) => {
      const opened = await open(hash, size, theme);
      errors.push(opened.errors);
      return opened.page;
    },
  };
}
