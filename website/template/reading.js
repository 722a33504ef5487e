// What may be wider than the page can be focused, so that it scrolls by keyboard; what fits needs no stop.
const scroller = (picture) => picture.closest(".nnlib-scroll") ?? picture;
const scrolls = (area) => area.scrollWidth > area.clientWidth;
const reachable = () => {
    for (const area of document.querySelectorAll(".highlight, .jp-OutputArea-output, .scroll, math[display=block]")) {
        if (scrolls(area)) area.tabIndex = 0;
        else area.removeAttribute("tabindex");
    }
    for (const picture of document.querySelectorAll(".nnlib-picture")) {
        picture.closest(".nnlib-explorer")?.classList.toggle("scrolls", scrolls(scroller(picture)));
    }
};
addEventListener("load", reachable);
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true);

// What a picture lights, and did not light before, comes into view where the picture scrolls.
const lit = new WeakMap();
const follow = (picture) => {
    const area = scroller(picture), halos = [...picture.querySelectorAll(".nnlib-halo")];
    const before = lit.get(picture) ?? [], now = halos.map((halo) => halo.outerHTML);
    lit.set(picture, now);
    const places = halos.filter((_, k) => !before.includes(now[k])).map((halo) => halo.getBoundingClientRect());
    if (!places.length || !scrolls(area)) return;
    const seen = area.getBoundingClientRect(), middle = (seen.left + seen.right) / 2;
    const left = Math.min(...places.map((each) => each.left)), right = Math.max(...places.map((each) => each.right));
    if (left < seen.left || right > seen.right) area.scrollLeft += (left + right) / 2 - middle;
};
new MutationObserver((changes) => {
    new Set(changes.map(({target}) => target.closest(".nnlib-picture")).filter(Boolean)).forEach(follow);
}).observe(document.body, {childList: true, subtree: true});
