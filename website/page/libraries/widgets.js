export * as base from "@jupyter-widgets/base";
export { ManagerBase } from "@jupyter-widgets/base-manager";
export * as controls from "@jupyter-widgets/controls";
export { Widget } from "@lumino/widgets";
import "@lumino/widgets/style/index.css";
import "@jupyter-widgets/controls/css/widgets.css";
