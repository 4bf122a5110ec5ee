import { Component, type ErrorInfo, type ReactNode } from "react";
import { text } from "../../shared/strings/index.ts";
import { Button } from "./Button.tsx";
import "./Panel.css";

type State = { error: Error | null };

/** Keeps the failure of one part from taking the window down, and shows it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className="panel-failed" role="alert">
        <p className="panel-empty-title">{text("app.crashed")}</p>
        <p>{text("app.crashedHint")}</p>
        <p className="mono">{error.message}</p>
        <Button onClick={() => this.setState({ error: null })}>{text("app.reload")}</Button>
      </div>
    );
  }
}
