import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMasker } from "../../../electron/engine/pipeline/mask.ts";
import { passesLuhn } from "../../../electron/engine/pipeline/mask/checksum.ts";
import type { AlertReport } from "../../../shared/domain/event.ts";

const masker = createMasker({ keyId: "k1", key: "a key for tests" });
const { mask } = masker;
const digest = /[0-9a-f]{12}/g;
/** A masked text with the digests blotted out, so that an expectation can be read. */
const shapeOf = (text: string): string =>
  mask(text)
    .replace(/(<[a-z-]+:k1:)[0-9a-f]{12}>/g, "$1…>")
    .replace(/:k1:…/g, "");

describe("what is masked", () => {
  it.each([
    ["mail from Jane.Doe+ops@example.co.uk failed", "mail from <email> failed"],
    ["müller@bücher.example bounced", "<email> bounced"],
    ["call +49 170 1234567 now", "call <phone> now"],
    ["call +4917012345678", "call <phone>"],
    ["ring 0049 170 1234567", "ring <phone>"],
    ["US desk (212) 555-4187 or 415-555-2671", "US desk <phone> or <phone>"],
    ["phone: 030 1234567", "phone: <phone>"],
    ["paid with 4111 1111 1111 1111.", "paid with <card>."],
    ["card=4111 1111 1111 1111: refused", "card=<card>: refused"],
    ["amex 3782 822463 10005: refused", "amex <card>: refused"],
    ["card=378282246310005, amex 3782 822463 10005", "card=<card>, amex <card>"],
    ["to GB82 WEST 1234 5698 7654 32 today", "to <iban> today"],
    ["iban DE89370400440532013000", "iban <iban>"],
    ["Authorization: Bearer abc.DEF-123456789", "Authorization: Bearer <token>"],
    ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "jwt <token>"],
    ["AKIAIOSFODNN7EXAMPLE used", "<token> used"],
    ["push with ghp_16C7e42F292c6912E7710c838347Ae178B4a", "push with <token>"],
    ["slack xoxb-123456789012-abcdefGHIJKL", "slack <token>"],
    ["stripe sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc", "stripe <token>"],
    ["postgres://app:s3cr3t@db-1:5432/shop refused", "postgres://app:<password>@db-1:5432/shop refused"],
    ["redis://:hunter2@cache:6379", "redis://:<password>@cache:6379"],
    ["login failed password=hunter2 user=bob", "login failed password=<password> user=bob"],
    ['{"password":"hunter 2","user":"bob"}', '{"password":"<password>","user":"bob"}'],
    ["DB_PASSWORD='x y' accessToken=abcdef", "DB_PASSWORD='<password>' accessToken=<password>"],
    ["client_secret: 8f7d-99", "client_secret: <password>"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- end", "<private-key> end"],
    ["-----BEGIN PRIVATE KEY-----\ncut off", "<private-key>"],
  ])("%s", (text, expected) => {
    expect(shapeOf(text)).toBe(expected);
  });
});

const HARD_NEGATIVES = [
  "10.0.0.7:8080",
  "192.168.100.200",
  "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
  "fe80::1ff:fe23:4567:890a%eth0",
  "00:1b:44:11:3a:b7",
  "4832644c387bbf1d4a6e6074b2e45b81",
  "00-4832644c387bbf1d4a6e6074b2e45b81-7799551ea115a6c8-01",
  "trace_id=4111111111111111 span",
  "cf82f855-7b5f-4aa5-a8c0-3be700d5506c",
  "1795344160",
  "1795344160000",
  "1795344160000000",
  "1795346015005846191",
  "2026-11-22T11:29:28.632Z",
  "2026-11-22 11:29:28,632 +0200",
  "2026-11-22T11:29:28+02:00",
  "db-1.eu-central-1.rds.example.com",
  "http://127.0.0.1:29001/-/ready",
  "https://runbooks.example.test/target-down?tab=1",
  "v1.24.3-rc.1+build.20261122",
  "react@19.3.1",
  "user@1000.service",
  "git@github.com:org/repo.git",
  "port 49152-65535",
  "9e96afe3b1c2d4e5f60718293a4b5c6d7e8f9012",
  "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "order 4111111111111112",
  "ticket 1234567890123456",
  "checkout-7d9c5b6f4d-x2x9z",
  "ip-10-0-12-34.ec2.internal",
  "/var/log/pods/shop_checkout-7d9c5b6f4d_1234567890/0.log",
  "C:\\Program Files\\App\\1.2.3",
  "rate is 1.5e+10 and rising +12 %",
  "token expired",
  "password: incorrect",
  "secret not found",
  "tokens=500 max",
  "queue depth is 500 > 100",
  "SELECT n FROM stock WHERE sku = $1",
  "basic auth failed",
  "key performance indicator",
  "checkout queue depth is 5e+02",
  "GE 0/0/12 is down",
  "AS64512 BGP peer 10.1.1.1 down",
  "pid 123456 exited with 137 after 1234567 ms",
  "called 1234567 times",
  "2026-11-22",
  "20261122-112928-000123",
];

describe("the quick look", () => {
  it("never lets through what the rules would mask", () => {
    const parts = fc.constantFrom(
      "bearer ",
      "BASIC ",
      "abcDEF123",
      "password",
      "=",
      ":",
      '"',
      "x",
      " ",
      "+49",
      "1701234567",
      "tel ",
      "4111111111111111",
      "a@b.de",
      "eyJhbGciOi.eyJzdWIi",
      "-",
      "AKIAIOSFODNN7EXAMPLE",
    );
    const text = fc.array(parts, { maxLength: 8 }).map((list) => list.join(""));
    fc.assert(
      fc.property(text, (given) => {
        // An e-mail address makes any text suspect, so all rules see it.
        const searched = mask(`a@b.de\n${given}`).split("\n").slice(1).join("\n");
        expect(mask(given)).toBe(searched);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("what is not masked", () => {
  it.each(HARD_NEGATIVES)("%s", (text) => {
    expect(mask(text)).toBe(text);
  });

  it("leaves random trace ids, UUIDs, addresses and times alone", () => {
    const hex = (length: number) =>
      fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
    const anything = fc.oneof(
      hex(32),
      fc.uuid(),
      fc.ipV4(),
      fc.ipV6(),
      fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
      fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }).map(String),
      fc.integer({ min: 1_000_000_000_000, max: 2_000_000_000_000 }).map(String),
      fc.domain(),
      fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => `v${parts.join(".")}`),
    );
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom("", "id=", "at ", "host "),
        (text, before) => mask(before + text) === before + text,
      ),
      { numRuns: 2_000 },
    );
  });

  it("leaves numbers alone whose checksum is wrong", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 13, maxLength: 19 });
    fc.assert(
      fc.property(
        digits.filter((number) => !passesLuhn(number) && !number.startsWith("00")),
        (number) => mask(number) === number,
      ),
    );
  });
});

describe("pseudonyms", () => {
  const secret = fc.constantFrom(
    "jane@example.org",
    "+49 170 1234567",
    "4111-1111-1111-1111",
    "DE89 3704 0044 0532 0130 00",
    "password=hunter2",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "postgres://a:b@c/",
    "Bearer abc.DEF-123456789",
    "-----BEGIN PRIVATE KEY-----",
    "token: ",
    '"',
    "<email:k1:0123456789ab>",
  );

  it("are not masked again: masking twice is masking once", () => {
    const text = fc
      .array(
        fc.oneof(secret, fc.string({ unit: "binary", maxLength: 12 }), fc.constantFrom(" ", "=", ":", "@", "+", ".")),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (given) => mask(mask(given)) === mask(given)),
      { numRuns: 3_000 },
    );
  });

  it("stay equal for equal values, however they are spelt and wherever they stand", () => {
    const of = (text: string): string[] => mask(text).match(digest) ?? [];
    expect(of("Jane@Example.org and jane@example.ORG")).toHaveLength(2);
    expect(new Set(of("Jane@Example.org and jane@example.ORG"))).toHaveProperty("size", 1);
    expect(new Set(of("4111 1111 1111 1111, 4111-1111-1111-1111, 4111111111111111"))).toHaveProperty("size", 1);
    expect(new Set(of("+49 170 1234567, 0049 170 1234567"))).toHaveProperty("size", 1);
    expect(new Set(of("DE89370400440532013000 / DE89 3704 0044 0532 0130 00"))).toHaveProperty("size", 1);
    expect(new Set(of("a@example.org b@example.org"))).toHaveProperty("size", 2);
  });

  it("differ under another key and say which key made them", () => {
    const other = createMasker({ keyId: "k2", key: "another" });
    expect(other.mask("a@example.org")).toMatch(/^<email:k2:[0-9a-f]{12}>$/);
    expect(other.mask("a@example.org").slice(-13)).not.toBe(mask("a@example.org").slice(-13));
  });

  it("never contain what they stand for", () => {
    fc.assert(
      fc.property(
        fc.emailAddress().filter((email) => /^[a-z0-9.!#$%&*+_~-]+@(?!\d+\.\d)/i.test(email)),
        (email) => !mask(`<${email}> wrote`).includes(email),
      ),
    );
  });

  it("need a key and an id that can stand in them", () => {
    expect(() => createMasker({ keyId: "2026", key: "x" })).toThrow(/2026/);
    expect(() => createMasker({ keyId: "k1", key: "" })).toThrow(/empty/);
  });
});

describe("reports", () => {
  const report: AlertReport = {
    kind: "alert",
    handle: "1",
    name: "LoginFailed",
    state: "firing",
    severity: "warning",
    labels: { user: "jane@example.org", instance: "10.0.0.7:8080", db_password: "plain", span_id: "4111111111111111" },
    summary: "login of jane@example.org failed",
    description: "from +49 170 1234567",
    at: 1,
    mutings: [{ kind: "silence", id: "s", by: "ops@example.org", note: "password=x" }],
    entity: [{ namespace: "mail", value: "jane@example.org", kind: "other" }],
  };

  it("lose personal data in every text and label value, and keep names of labels", () => {
    const masked = masker.maskReport(report);
    const [email] = mask("jane@example.org").match(digest) ?? [];
    expect(masked.labels).toEqual({
      user: `<email:k1:${email}>`,
      instance: "10.0.0.7:8080",
      db_password: expect.stringMatching(/^<password:k1:/),
      span_id: "4111111111111111",
    });
    expect(masked.summary).toBe(`login of <email:k1:${email}> failed`);
    expect(JSON.stringify(masked)).not.toMatch(/jane|ops@|1234567"|plain|hunter/);
    expect(masker.maskReport(masked)).toEqual(masked);
  });

  it("that are clean come back as they are", () => {
    const clean: AlertReport = {
      ...report,
      labels: { job: "api" },
      summary: "up",
      description: "fine",
      mutings: [],
      entity: [],
    };
    expect(masker.maskReport(clean)).toBe(clean);
  });

  it("are counted by kind of value", () => {
    const own = createMasker({ keyId: "k1", key: "x" });
    own.maskReport(report);
    expect(own.counts).toMatchObject({ email: 4, phone: 1, password: 2, card: 0 });
  });
});
