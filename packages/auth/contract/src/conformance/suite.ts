import { beginCases } from './contract/begin.ts';
import { completeCases } from './contract/complete.ts';
import { deviceBeginCases, deviceCases } from './contract/device.ts';
import { clientFlowCases, exchangeCases, refreshFlowCases, userInfoCases } from './contract/flow.ts';
import { onceCases } from './contract/once.ts';
import { pageCases } from './contract/pages.ts';
import { setPasswordCases, verifyPasswordCases } from './contract/passwords.ts';
import { signOutCases } from './contract/sign-out.ts';
import { tokenSourceCases } from './contract/token-source.ts';
import { clientCredentialsCases, identityCases, refreshCases, revokeCases } from './contract/tokens.ts';
import { createCases } from './contract/users-create.ts';
import { findCases, listCases } from './contract/users-find.ts';
import { deleteCases, disableCases, enableCases, endSessionsCases } from './contract/users-status.ts';
import { updateCases } from './contract/users-update.ts';
import { verifyCases } from './contract/verify.ts';
import { suite } from './define.ts';
import { answerCases } from './errors/answers.ts';
import { beginErrorCases } from './errors/begin.ts';
import { callbackCases } from './errors/callback.ts';
import { changeErrorCases, createErrorCases, findErrorCases, listErrorCases } from './errors/users.ts';
import { verifyErrorCases } from './errors/verify.ts';
import type { AuthCase } from './harness.ts';
import { printedCases, printedTokenCases } from './redaction/printed.ts';
import { keyCases } from './resilience/keys.ts';
import { beginFaultCases, coldCases, signInFaultCases } from './resilience/sign-in.ts';
import { unsupportedCases } from './unsupported.ts';
import { logoutCases } from './webhooks/logout.ts';

/** Every case of the category but the business scenarios. */
export const authCases: readonly AuthCase[] = [
  suite.generated,
  unsupportedCases,
  beginCases,
  completeCases,
  onceCases,
  exchangeCases,
  refreshFlowCases,
  userInfoCases,
  clientFlowCases,
  verifyCases,
  refreshCases,
  revokeCases,
  clientCredentialsCases,
  tokenSourceCases,
  identityCases,
  deviceBeginCases,
  deviceCases,
  signOutCases,
  createCases,
  findCases,
  listCases,
  updateCases,
  disableCases,
  enableCases,
  endSessionsCases,
  deleteCases,
  verifyPasswordCases,
  setPasswordCases,
  pageCases,
  beginErrorCases,
  callbackCases,
  answerCases,
  verifyErrorCases,
  createErrorCases,
  changeErrorCases,
  findErrorCases,
  listErrorCases,
  printedCases,
  printedTokenCases,
  keyCases,
  signInFaultCases,
  beginFaultCases,
  coldCases,
  logoutCases,
].flat();
