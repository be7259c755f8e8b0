package dev.maxdiff.execution.model;

import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;

/**
 * The cash that is reserved for one accepted entry, quote currency.
 *
 * @param needed cash for the quantity that is still to be bought
 * @param reserved equal to {@code needed} if the cash left by earlier entries covers it; otherwise
 *     the cash that the slot's open order binds
 */
public record CashReservation(SlotId slot, BigDecimal needed, BigDecimal reserved) {}
