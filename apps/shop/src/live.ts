/** Tells open order pages that there is news. */
export interface Live {
  tell(orderId: string): void;
  /** Calls `onNews` at every news of the order; returns how to stop that. */
  watch(orderId: string, onNews: () => void, onClose: () => void): () => void;
  /** Ends all watching, so that the server can stop. */
  close(): void;
}

interface Watcher {
  readonly orderId: string;
  readonly onNews: () => void;
  readonly onClose: () => void;
}

export function createLive(): Live {
  const watchers = new Set<Watcher>();
  return {
    tell(orderId) {
      for (const watcher of watchers) if (watcher.orderId === orderId) watcher.onNews();
    },
    watch(orderId, onNews, onClose) {
      const watcher = { orderId, onNews, onClose };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    close() {
      for (const { onClose } of watchers) onClose();
      watchers.clear();
    },
  };
}
