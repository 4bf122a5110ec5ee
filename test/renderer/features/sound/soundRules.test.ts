import { describe, expect, it } from "vitest";
import {
  decideSound,
  DEFAULT_SOUND,
  isQuiet,
  NOTHING_HEARD,
  REPEAT_MS,
  STORM_MS,
} from "../../../../renderer/features/sound/soundRules.ts";
import { anIncidentSound } from "../../../builders/incidentSound.ts";

const NOON = 720;
const critical = anIncidentSound("INC-AAAA", "critical");
const major = anIncidentSound("INC-BBBB", "major");

describe("decideSound", () => {
  it("sounds for a new incident that nobody has, once", () => {
    const first = decideSound(NOTHING_HEARD, [major], DEFAULT_SOUND, 0, NOON);
    expect(first.sound).toBe("major");
    expect(decideSound(first.heard, [major], DEFAULT_SOUND, 1, NOON).sound).toBeNull();
  });

  it("repeats each minute until somebody has it", () => {
    const { heard } = decideSound(NOTHING_HEARD, [major], DEFAULT_SOUND, 0, NOON);
    expect(decideSound(heard, [major], DEFAULT_SOUND, REPEAT_MS - 1, NOON).sound).toBeNull();
    expect(decideSound(heard, [major], DEFAULT_SOUND, REPEAT_MS, NOON).sound).toBe("major");
    expect(decideSound(heard, [major], { ...DEFAULT_SOUND, repeat: false }, REPEAT_MS, NOON).sound).toBeNull();
    expect(
      decideSound(heard, [anIncidentSound("INC-BBBB", "major", "confirmed")], DEFAULT_SOUND, REPEAT_MS, NOON).sound,
    ).toBeNull();
  });

  it("sounds once for a storm, and again only for something worse", () => {
    const { heard } = decideSound(NOTHING_HEARD, [major], DEFAULT_SOUND, 0, NOON);
    const storm = Array.from({ length: 1000 }, (_, index) => anIncidentSound(`INC-${1000 + index}`, "major"));
    expect(decideSound(heard, [major, ...storm], DEFAULT_SOUND, STORM_MS - 1, NOON).sound).toBeNull();
    expect(decideSound(heard, [major, ...storm], DEFAULT_SOUND, STORM_MS, NOON).sound).toBe("major");
    expect(decideSound(heard, [major, critical], DEFAULT_SOUND, 1, NOON).sound).toBe("critical");
  });

  it("sounds when a known incident becomes worse", () => {
    const { heard } = decideSound(NOTHING_HEARD, [major], DEFAULT_SOUND, 0, NOON);
    expect(decideSound(heard, [anIncidentSound("INC-BBBB", "critical")], DEFAULT_SOUND, 1, NOON).sound).toBe(
      "critical",
    );
  });

  it("is silent for severities that are off, for mute and in quiet hours", () => {
    expect(decideSound(NOTHING_HEARD, [anIncidentSound("INC-CCCC", "minor")], DEFAULT_SOUND, 0, NOON).sound).toBeNull();
    expect(decideSound(NOTHING_HEARD, [critical], { ...DEFAULT_SOUND, muted: true }, 0, NOON).sound).toBeNull();
    expect(
      decideSound(NOTHING_HEARD, [critical], { ...DEFAULT_SOUND, quiet: { from: NOON, to: NOON + 1 } }, 0, NOON).sound,
    ).toBeNull();
  });

  it("remembers no more incidents than wait now", () => {
    const { heard } = decideSound(NOTHING_HEARD, [major, critical], DEFAULT_SOUND, 0, NOON);
    expect(decideSound(heard, [], DEFAULT_SOUND, 1, NOON).heard.severities.size).toBe(0);
  });
});

it("takes quiet hours past midnight, with the first minute in and the last out", () => {
  const night = { ...DEFAULT_SOUND, quiet: { from: 22 * 60, to: 6 * 60 } };
  expect([22 * 60 - 1, 22 * 60, 0, 6 * 60 - 1, 6 * 60].map((minute) => isQuiet(night, minute))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
