const scroller = (picture) => picture.closest(".nnlib-scroll") ?? picture;
const shows = (element) => element.getClientRects().length > 0;
const scrolls = (area) => area.scrollWidth > area.clientWidth;

// What a picture lights, and did not light before, comes into view where the picture scrolls; so does, at first, the
// field to begin with.
const lit = new WeakMap();
const follow = (picture) => {
    const area = scroller(picture), halos = [...picture.querySelectorAll(".nnlib-halo")];
    if (!scrolls(area) || picture.closest(".coming")) return;
    const before = lit.get(picture), now = halos.map((halo) => halo.outerHTML);
    lit.set(picture, now);
    const begin = before || halos.length ? [] : [...area.querySelectorAll(".nnlib-over")].filter(shows).slice(0, 1);
    const places = [...halos.filter((_, k) => !before?.includes(now[k])), ...begin].map((each) => each.getBoundingClientRect());
    if (!places.length) return;
    const seen = area.getBoundingClientRect(), middle = (seen.left + seen.right) / 2;
    const left = Math.min(...places.map((each) => each.left)), right = Math.max(...places.map((each) => each.right));
    if (left < seen.left || right > seen.right) area.scrollLeft += (left + right) / 2 - middle;
};

// What may be wider than the page can be focused, so that it scrolls by keyboard; what fits needs no stop.
const reachable = () => {
    for (const area of document.querySelectorAll(".highlight, .jp-OutputArea-output, .scroll, math[display=block]")) {
        if (scrolls(area)) area.tabIndex = 0;
        else area.removeAttribute("tabindex");
    }
    for (const picture of document.querySelectorAll(".nnlib-picture")) {
        picture.closest(".nnlib-explorer")?.classList.toggle("scrolls", scrolls(scroller(picture)));
        follow(picture);
    }
};
addEventListener("load", reachable);
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true);
new MutationObserver((changes) => {
    new Set(changes.map(({target}) => target.closest(".nnlib-picture")).filter(Boolean)).forEach(follow);
}).observe(document.body, {childList: true, subtree: true});
