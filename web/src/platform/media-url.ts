/** Where a stored file of the business is read. */
export const mediaUrl = (id: string): string => `/api/v1/media/${encodeURIComponent(id)}`
