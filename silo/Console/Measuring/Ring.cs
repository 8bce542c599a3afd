namespace ActiveActive.Silo.Console.Measuring;

/// <summary>The latest few of something, oldest first. Not for concurrent use.</summary>
internal sealed class Ring<T>(int most)
{
    private readonly Queue<T> _items = new(most);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<T> All => _items;

    /// <summary>Adds one, and forgets the oldest when there are too many.</summary>
    public void Add(T item)
    {
        if (_items.Count == most)
        {
            _items.Dequeue();
        }

        _items.Enqueue(item);
    }
}
