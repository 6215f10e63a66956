import type { PaymentsCase } from './harness.ts';
import { checkoutScenarios } from './scenarios/checkout.ts';
import { customersScenarios } from './scenarios/customers.ts';
import { deliveriesScenarios } from './scenarios/deliveries.ts';
import { ordersScenarios } from './scenarios/orders.ts';

/** Business scenarios in application code: they name no provider and run unchanged on every adapter. */
export const paymentsScenarios: readonly PaymentsCase[] = [
  ordersScenarios,
  checkoutScenarios,
  deliveriesScenarios,
  customersScenarios,
].flat();
