const shows = (element) => element.getClientRects().length > 0;
const scrolls = (area) => area.scrollWidth > area.clientWidth;
// Each part of a picture scrolls by itself; where buttons or fields lie over it, all of them scroll as one.
const areas = (picture) => (picture.closest(".nnlib-scroll") ? [picture.closest(".nnlib-scroll")]
    : [...picture.querySelectorAll(".widget-html-content > div")]);
const places = new WeakMap(), lit = new WeakMap(), drawn = new WeakSet();
let led = 0; // until then it is the page that scrolls, and not the reader

// An explorer says whether it scrolls. What it lights, and did not light before, comes into view; so does, at first, the
// field to begin with.
const follow = (picture) => {
    if (picture.closest(".coming")) return;
    picture.closest(".nnlib-explorer")?.classList.toggle("scrolls", areas(picture).some(scrolls));
    const halos = [...picture.querySelectorAll(".nnlib-halo")], now = halos.map((halo) => halo.outerHTML);
    const before = lit.get(picture) ?? [], field = [...(picture.closest(".nnlib-stage")?.querySelectorAll(".widget-text") ?? [])].find(shows);
    if (field) now.push("field");
    if (!places.has(picture)) places.set(picture, []);
    areas(picture).forEach((area, k) => { // a redrawn part begins at its left
        if (!drawn.has(area)) area.scrollTo({left: places.get(picture)[k] ?? 0, behavior: "instant"});
        drawn.add(area);
        if (scrolls(area)) area.tabIndex = 0;
        const fresh = [...halos, field].filter((each, k) => area.contains(each ?? null) && !before.includes(now[k]));
        if (scrolls(area) && fresh.length) places.get(picture)[k] = reveal(area, fresh.map((each) => each.getBoundingClientRect()));
    });
    lit.set(picture, now);
};

const reveal = (area, boxes) => {
    const seen = area.getBoundingClientRect(), middle = (seen.left + seen.right) / 2;
    const left = Math.min(...boxes.map((each) => each.left)), right = Math.max(...boxes.map((each) => each.right));
    if (left >= seen.left && right <= seen.right) return area.scrollLeft;
    led = performance.now() + 1000;
    const goal = area.scrollLeft + (left + right) / 2 - middle;
    area.scrollLeft = goal;
    return goal;
};

// What may be wider than the page can be focused, so that it scrolls by keyboard; what fits needs no stop.
const reachable = () => {
    for (const area of document.querySelectorAll(".highlight, .jp-OutputArea-output, .scroll, math[display=block], div:has(> img.wide)")) {
        if (scrolls(area)) area.tabIndex = 0;
        else area.removeAttribute("tabindex");
        area.classList.toggle("scrolls", scrolls(area) && area.matches(":has(> img.wide, > table)"));
    }
    document.querySelectorAll(".nnlib-picture").forEach(follow);
};
addEventListener("load", reachable);
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true);
addEventListener("scroll", ({target}) => {
    if (performance.now() < led) return;
    const picture = target.querySelector?.(".nnlib-picture") ?? target.closest?.(".nnlib-picture");
    if (picture && target !== document) places.set(picture, areas(picture).map((area) => area.scrollLeft));
}, true);
for (const own of ["wheel", "touchmove"]) addEventListener(own, () => { led = 0; }, {passive: true});
let later;
new MutationObserver((changes) => {
    const pictures = new Set(changes.map(({target}) => target.closest(".nnlib-picture")).filter(Boolean));
    pictures.forEach(follow);
    clearTimeout(later);
    later = setTimeout(() => document.querySelectorAll(".nnlib-picture").forEach(follow), 300); // fields come after the picture
}).observe(document.body, {childList: true, subtree: true});
