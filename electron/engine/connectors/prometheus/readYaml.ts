/** In a file of its own, which is loaded when it is needed: a bundle gives the names of such a package only to a static import. */
export { parse } from "yaml";
