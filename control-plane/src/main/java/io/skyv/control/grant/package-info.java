/**
 * Grants and receipts: who may have media from which box, who pays for it, and what was paid. Nothing is handed out
 * before its money is set aside in the ledger.
 */
@NullMarked
package io.skyv.control.grant;

import org.jspecify.annotations.NullMarked;
