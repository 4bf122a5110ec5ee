import { expect, it } from "vitest";
import { Ignored } from "../../../electron/engine/ingest/ignored.ts";

it("counts by source and reason, and tells of each once", () => {
  const ignored = new Ignored();
  ignored.count("prometheus", "ignored.faulty");
  ignored.count("prometheus", "ignored.faulty");
  ignored.count("zabbix", "ignored.olderThanKnown");
  expect(ignored.take("prometheus")).toEqual({ "ignored.faulty": 2 });
  expect(ignored.take("prometheus")).toEqual({});
  expect(ignored.take("zabbix")).toEqual({ "ignored.olderThanKnown": 1 });
});

it("tells again of what a transaction took that was rolled back, and not of what that counted", () => {
  const ignored = new Ignored();
  ignored.count("prometheus", "ignored.faulty");
  ignored.committed();
  ignored.count("prometheus", "ignored.olderThanKnown");
  ignored.take("prometheus");
  ignored.count("prometheus", "ignored.faulty");
  ignored.rolledBack();
  expect(ignored.take("prometheus")).toEqual({ "ignored.faulty": 1 });
});

it("keeps what was counted when nothing was under way", () => {
  const ignored = new Ignored();
  ignored.count("prometheus", "ignored.faulty");
  ignored.committed();
  ignored.rolledBack();
  expect(ignored.take("prometheus")).toEqual({ "ignored.faulty": 1 });
});
