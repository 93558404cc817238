/** What the theme puts into every page: tells of each page that instant navigation brings. */
declare const document$: { subscribe(listener: () => void): void };
