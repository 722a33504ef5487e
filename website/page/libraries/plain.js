// In the place of sanitize-html, a third of the bundle: it cleans labels that hold HTML, and the pages have none.
export default (text) => text.replace(/[&<>]/g, (each) => `&#${each.charCodeAt()};`);
