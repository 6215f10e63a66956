/** Where the receiver has put the events of its source. */
export const eventQueue = 'webhooks.payments';

/** Where mails wait to be sent; the id of a job is that of its order. */
export const mailQueue = 'mails';

export const queues = [eventQueue, mailQueue] as const;
