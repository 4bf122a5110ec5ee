import type { Severity } from "../../../shared/domain/severity.ts";

/** Tones by severity: the worse, the more and the higher (after IEC 60601-1-8, whose bursts are told apart by number). */
const BURSTS: Record<Severity, { hertz: number; times: number }> = {
  critical: { hertz: 880, times: 5 },
  major: { hertz: 740, times: 3 },
  minor: { hertz: 587, times: 2 },
  warning: { hertz: 523, times: 1 },
  info: { hertz: 440, times: 1 },
};
const TONE_S = 0.14;
const GAP_S = 0.1;
const RAMP_S = 0.015;
const LOUDNESS = 0.25;

let context: AudioContext | undefined;

/** Plays the burst of a severity. False when the browser keeps sound off because nobody has touched the page. */
export async function beep(severity: Severity): Promise<boolean> {
  await pause();
  context ??= new AudioContext();
  // Without a gesture `resume` stays pending for ever in some browsers.
  if (context.state !== "running")
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
  if ((context.state as AudioContextState) !== "running") return false;
  const { hertz, times } = BURSTS[severity];
  for (let index = 0; index < times; index += 1) tone(context, hertz, context.currentTime + index * (TONE_S + GAP_S));
  return true;
}

/** Opening the sound device holds the page up for as much as 0.2 s: what is to be seen comes first. */
const pause = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 500 }));

/** One tone, with ramps so that it does not click. Its nodes go when it ends. */
function tone(audio: AudioContext, hertz: number, at: number): void {
  const oscillator = new OscillatorNode(audio, { frequency: hertz, type: "triangle" });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + RAMP_S);
  gain.gain.setValueAtTime(LOUDNESS, at + TONE_S - RAMP_S);
  gain.gain.linearRampToValueAtTime(0, at + TONE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.onended = () => gain.disconnect();
  oscillator.start(at);
  oscillator.stop(at + TONE_S);
}
