namespace ActiveActive.Replication;

/// <summary>Tells what every region of a class has applied.</summary>
internal interface IStability
{
    /// <summary>Up to which batch a stream is stable; 0 for nothing.</summary>
    long Stable(StreamId stream);
}
