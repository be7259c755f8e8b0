/**
 * The execution of orders: position ledger, pre-trade checks, order managers, and the gateway with
 * an account view for each watcher.
 *
 * <p>An order passes {@link dev.maxdiff.execution.GatewayRoutes}, {@link
 * dev.maxdiff.execution.SymbolDesk}, {@link dev.maxdiff.execution.TaskRunner}, {@link
 * dev.maxdiff.execution.OrderSender} with {@link dev.maxdiff.execution.Fences}, and the broker.
 */
package dev.maxdiff.execution;
