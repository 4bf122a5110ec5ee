/** The address of the desk with a one-time token; the screen trades it for a cookie and takes it out of the address. */
export const deskUrl = (url: string, token: string): string => `${url}/?token=${token}`;

/** The address of a desk whose token lasts: after the `#` nothing reaches a log on the way. */
export const lastingDeskUrl = (url: string, token: string): string => `${url}/#/?token=${token}`;

/** The address of the wall. After the `#` nothing reaches a log on the way. */
export const wallUrl = (url: string, token: string): string => `${url}/#/wall?token=${token}`;
