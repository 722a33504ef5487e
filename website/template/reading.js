// What may be wider than the page can be focused, so that it scrolls by keyboard; what fits needs no stop.
const reachable = () => {
    for (const area of document.querySelectorAll(".highlight, .jp-OutputArea-output, .scroll, math[display=block]")) {
        if (area.scrollWidth > area.clientWidth) area.tabIndex = 0;
        else area.removeAttribute("tabindex");
    }
};
addEventListener("load", reachable);
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true);
