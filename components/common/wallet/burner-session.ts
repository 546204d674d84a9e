const USED = 'openimo.burner.connected';

/** Whether the person left the test wallet connected, so that a reload connects it again. */
export const burnerSession = {
  isOpen: (storage: Storage) => storage.getItem(USED) === '1',
  open: (storage: Storage) => storage.setItem(USED, '1'),
  close: (storage: Storage) => storage.removeItem(USED),
};
