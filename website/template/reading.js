// What is wider than the page scrolls; so that it scrolls by keyboard too, it can be focused.
const reachable = () => {
    for (const area of document.querySelectorAll(".highlight, .jp-OutputArea-output, .scroll, math[display=block]")) {
        if (area.scrollWidth > area.clientWidth) area.tabIndex = 0;
        else area.removeAttribute("tabindex");
    }
};
// A wide picture keeps a width at which it can be read, and scrolls on a phone; a small one fits.
const fit = () => {
    for (const picture of document.querySelectorAll(".jp-OutputArea-output img")) {
        picture.classList.toggle("wide", picture.naturalWidth > 600);
    }
};
addEventListener("load", fit);
addEventListener("load", reachable);
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true);
