/** What people look at the pages with. */
export const LAPTOP = { viewport: { width: 1366, height: 768 } } as const
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
