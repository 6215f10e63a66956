const packages = {
  ...require('@patchbay/core'),
  ...require('@patchbay/payments'),
  ...require('@patchbay/payments-stripe'),
  ...require('@patchbay/payments-stripe/fake'),
  ...require('@patchbay/testing/node'),
};

void import('./smoke.mjs').then(({ smoke }) => smoke(packages));
