namespace ActiveActive.State;

internal enum ChangeKind
{
    None,
    Replace,
    Delete,
}
