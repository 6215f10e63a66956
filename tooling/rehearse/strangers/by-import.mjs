import { IntegrationError } from '@patchbay/core';
import { money } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import { smoke } from './smoke.mjs';

await smoke({ IntegrationError, money, stripePayments, stripeFake, serve });
