package dev.maxdiff.broker.paper.faults;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Drops the log events of injected faults, which Akka's server logs as errors. The audit log has a
 * line for each fault.
 */
public final class InjectedFaultFilter extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean planned =
        event.getThrowableProxy() instanceof ThrowableProxy proxy
            && proxy.getThrowable() instanceof InjectedFaultException;
    return planned ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
