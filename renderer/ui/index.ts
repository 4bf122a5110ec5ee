export { Button, type ButtonProps } from "./Button.tsx";
export {
  Chart,
  type ChartProps,
  type CustomRenderItem,
  type CustomSeriesOption,
  type EChartsOption,
  type EChartsType,
} from "./Chart.tsx";
export { Chip, Tag } from "./Chip.tsx";
export {
  engineNow,
  formatDay,
  formatMinute,
  setEngineTime,
  setZone,
  useNow,
  useZone,
  zoneName,
  zoneOffsetMs,
  type Zone,
} from "./clock.ts";
export { Dialog, SideSheet, type DialogProps } from "./Dialog.tsx";
export { ErrorBoundary } from "./ErrorBoundary.tsx";
export { errorText } from "./errorText.ts";
export { Field, type FieldProps } from "./Field.tsx";
export { setEngineLost, useEngineLost } from "./freshness.ts";
export { Graph, type GraphEdge, type GraphHandle, type GraphNode, type GraphProps } from "./Graph.tsx";
export { Icon } from "./Icon.tsx";
export { iconOfKind, ICON_PATHS, type IconName } from "./iconPaths.ts";
export { Kbd } from "./Kbd.tsx";
export {
  listenToKeys,
  holdKeys,
  setKeysEnabled,
  useKeyBar,
  useKeyCommands,
  useKeys,
  type KeyCommand,
  type KeyLevel,
} from "./keys.ts";
export { Mark, type MarkProps } from "./Mark.tsx";
export { MARK_SHAPES, TICK } from "./markShapes.ts";
export { Panel } from "./Panel.tsx";
export { Empty, Failed, Loading, StaleNote } from "./PanelStates.tsx";
export { panelState, type PanelState, type QueryLike } from "./panelState.ts";
export { loadPreferences, setPreferences, THEMES, usePreferences, type Preferences } from "./preferences.ts";
export { ahead, timeLeft, whenReached } from "./timeLeft.ts";
export { ListHead } from "./ListHead.tsx";
export { RateBars, type RateBarsProps } from "./RateBars.tsx";
export { goTo, hrefOf, parseRoute, useRoute, type Route, type SurfaceName } from "./route.ts";
export { SearchField } from "./SearchField.tsx";
export { markName, SEVERITIES_WORST_FIRST, type MarkKind } from "./severity.ts";
export { Sparkline } from "./Sparkline.tsx";
export { Age, TimeText } from "./Time.tsx";
export { joinRate } from "./joinRate.ts";
export { patiently } from "./patiently.ts";
export { MissingBanner } from "./MissingBanner.tsx";
export { useMissingPart } from "./missingPart.ts";
export { toast, type Toast } from "./toast.ts";
export { readTokens, useTheme, type Theme, type TokenReader } from "./tokens.ts";
export { VirtualRows, type VirtualRowsProps } from "./VirtualRows.tsx";
export { Check } from "./Check.tsx";
export { shortHosts } from "./names.ts";
export { Choice, Segments, type ChoiceOption } from "./Choice.tsx";
export { Confirm } from "./Confirm.tsx";
export { Drawer, DrawerPart } from "./Drawer.tsx";
export { Cell, VirtualGrid, type GridColumn, type VirtualGridProps } from "./VirtualGrid.tsx";
export { useStands } from "./useStands.ts";
export { useWidth } from "./useWidth.ts";
