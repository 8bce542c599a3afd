namespace ActiveActive.Client.Calls;

/// <summary>Turns what a grain method returns (Task, Task&lt;T&gt;, ValueTask, ValueTask&lt;T&gt;) into one kind of task.</summary>
internal abstract class TaskReader
{
    public virtual bool HasNoResult => false;

    public static TaskReader For(Type returnType)
    {
        if (!returnType.IsGenericType)
        {
            return new NoResult();
        }

        var definition = returnType.GetGenericTypeDefinition();
        var reader = definition == typeof(Task<>) ? typeof(OfTask<>) : definition == typeof(ValueTask<>) ? typeof(OfValueTask<>) : null;
        return reader is null ? new NoResult() : (TaskReader)Activator.CreateInstance(reader.MakeGenericType(returnType.GetGenericArguments()))!;
    }

    public abstract Task<object?> Read(object returned);

    private sealed class NoResult : TaskReader
    {
        public override bool HasNoResult => true;

        public override async Task<object?> Read(object returned)
        {
            await (returned is ValueTask task ? task.AsTask() : (Task)returned);
            return null;
        }
    }

    private sealed class OfTask<T> : TaskReader
    {
        public override async Task<object?> Read(object returned) => await (Task<T>)returned;
    }

    private sealed class OfValueTask<T> : TaskReader
    {
        public override async Task<object?> Read(object returned) => await (ValueTask<T>)returned;
    }
}
