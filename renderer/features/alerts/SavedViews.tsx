import { useState } from "react";
import { text } from "../../../shared/strings/index.ts";
import { Button, Choice, Field } from "../../ui/index.ts";
import { sameView, type AlertView } from "./alertView.ts";
import { loadViews, storeViews, withoutView, withView, type SavedView } from "./savedViews.ts";

/** Views by name, kept on this machine. */
export function SavedViews({ view, onChange }: { view: AlertView; onChange(view: AlertView): void }) {
  const [views, setViews] = useState(() => loadViews(localStorage));
  const [naming, setNaming] = useState(false);
  const current = views.find((saved) => sameView(saved.view, view));
  const keep = (next: SavedView[]): void => {
    storeViews(localStorage, next);
    setViews(next);
  };
  if (naming) {
    return (
      <form
        className="alert-views"
        onSubmit={(event) => {
          event.preventDefault();
          keep(withView(views, String(new FormData(event.currentTarget).get("name") ?? ""), view));
          setNaming(false);
        }}
      >
        <Field
          label={text("alerts.viewName")}
          placeholder={text("alerts.viewName")}
          name="name"
          maxLength={60}
          autoFocus
          required
        />
        <Button type="submit">{text("common.save")}</Button>
        <Button look="quiet" onClick={() => setNaming(false)}>
          {text("common.cancel")}
        </Button>
      </form>
    );
  }
  return (
    <span className="alert-views">
      {views.length > 0 && (
        <Choice
          label={text("alerts.views")}
          value={current?.name ?? ""}
          options={[
            { value: "", label: text("alerts.viewNone") },
            ...views.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(name) => {
            const saved = views.find((each) => each.name === name);
            if (saved !== undefined) onChange(saved.view);
          }}
        />
      )}
      {current === undefined ? (
        <Button onClick={() => setNaming(true)}>{text("alerts.viewSave")}</Button>
      ) : (
        <Button look="quiet" onClick={() => keep(withoutView(views, current.name))}>
          {text("alerts.viewRemove")}
        </Button>
      )}
    </span>
  );
}
