// What may be wider than the page can be focused, so that it scrolls by keyboard; what fits needs no stop.
const reachable = () => {
    for (const area of document.querySelectorAll(".highlight, .jp-OutputArea-output, .scroll, math[display=block]")) {
        if (area.scrollWidth > area.clientWidth) area.tabIndex = 0;
        else area.removeAttribute("tabindex");
    }
    for (const picture of document.querySelectorAll(".nnlib-picture")) {
        picture.closest(".nnlib-explorer")?.classList.toggle("scrolls", picture.scrollWidth > picture.clientWidth);
    }
};
addEventListener("load", reachable);
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true);
