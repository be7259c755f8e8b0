package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.model.OrderEvent;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What performs the effects of the account.
 *
 * @param cancelEntries has the order managers cancel the entry orders in the scope of a pause; must
 *     return at once
 * @param readLoss reads the account for the check of the daily loss; blocks
 * @param clock time of the watchers
 * @param blocking runs the calls that block
 */
public record AccountPorts(
    PauseStore store,
    Consumer<EntryPause> cancelEntries,
    Supplier<AccountInput.AccountRead> readLoss,
    InstantSource clock,
    Executor blocking,
    Consumer<OrderEvent> events) {}
