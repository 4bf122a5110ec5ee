import { useState } from "react";
import { text } from "../../../shared/strings/index.ts";
import { Button } from "../../ui/index.ts";
import { yamlOf } from "./yaml.ts";

/** The form's source as it would stand in the file. Typed secrets are left out of it. */
export function YamlEquivalent({ config }: { config: Record<string, unknown> }) {
  const [copied, setCopied] = useState(false);
  const yaml = yamlOf({ sources: [config] });
  return (
    <details className="source-yaml">
      <summary>{text("sources.form.yaml")}</summary>
      <pre className="mono">{yaml}</pre>
      <Button
        onClick={() =>
          void navigator.clipboard.writeText(yaml).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {text(copied ? "sources.form.copied" : "sources.form.copy")}
      </Button>
    </details>
  );
}
